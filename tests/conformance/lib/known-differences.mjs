// The known differences from the recordings, each with its line in server/README.md. At most five kinds.

export const knownDifferences = [
  {
    // The start of its line in "What is like Opik, and what is not".
    readme: "- A request to the store that carries `Authorization` besides a signature is refused with 400, as AWS S3 does.",
    recording: "opik-store",
    steps: ["two/get-auth", "parts/with-auth"],
  },
];
