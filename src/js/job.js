// Results of many, in the shape of `Promise.allSettled`.

export const fulfilled = (value) => ({ status: "fulfilled", value });

export const rejected = (reason) => ({ status: "rejected", reason });
