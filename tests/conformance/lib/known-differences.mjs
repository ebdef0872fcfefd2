// The known differences from the recordings, each with its line in server/README.md. At most five kinds.

export const knownDifferences = [
  {
    // The beginning of its line in "Differences from Opik".
    readme: "- A request to the store that carries both `Authorization` and a signature is refused with 400, as in AWS S3.",
    recording: "opik-store",
    steps: ["two/get-auth", "parts/with-auth"],
  },
];
