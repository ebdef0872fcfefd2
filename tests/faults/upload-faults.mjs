// Faults that only bytes on their way up can meet, in the terms of the catalogue.

const steps = ["put", "part"];

export const uploadFaults = [
  {
    // A store whose disk is full says so while the bytes are still coming. The answer may be lost with the connection.
    name: "early answer",
    steps,
    weight: 6,
    kind: "final",
    codes: ["API_ERROR", "NETWORK_ERROR"],
    files: (random) => ({ size: random.int(2 ** 20, 12 * 2 ** 20) }),
    action: () => ({ type: "status", status: 507, body: "<Error><Code>XMinioStorageFull</Code></Error>" }),
  },
  {
    // Another program writes to the file once so many requests have been sent.
    name: "changing file",
    steps,
    operations: ["uploadAttachment filePath"],
    weight: 6,
    kind: "final",
    codes: ["FILE_CHANGED"],
    change: (random) => ({
      what: random.pick(["grows", "is cut", "is rewritten", "is replaced", "goes", "becomes a folder"]),
      requests: random.pick([1, 2, 2, 3, 4]),
    }),
    files: (random) => ({ size: random.pick([0, 1, 1000, random.int(1, 400 * 1024), random.int(2 ** 20, 16 * 2 ** 20)]) }),
    action: (random) => ({ type: "delay", ms: random.int(1, 20) }),
  },
];
