// The result of one check of the doctor.

/**
 * A finding: the name of the `check`, its `status` ("ok", "warning", "failed" or "skipped"), a `message`, a `hint` that
 * says what to do, and other fields for `--json`.
 */
const finding = (status) => (check, message, hint, fields) => ({ check, status, message, hint, ...fields });

export const ok = finding("ok");
export const warning = finding("warning");
export const failed = finding("failed");
export const skipped = finding("skipped");
