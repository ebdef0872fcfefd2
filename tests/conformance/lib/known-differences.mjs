// The differences from the recordings that stay, each with its place in server/README.md. At most five kinds.

export const known = [
  {
    // The beginning of its line in "What is like Opik, and what is not".
    readme: "- A request to the store that carries `Authorization` besides a signature is refused with 400, as AWS S3 does.",
    recording: "opik-store",
    steps: ["two/get-auth", "parts/with-auth"],
  },
];
