"use client";

import { AttachmentClient } from "opik-attachments";
import { useEffect } from "react";
import { showJob } from "../../page-scenario.js";

export default function Page() {
  useEffect(() => {
    showJob(AttachmentClient);
  }, []);
  return <h1>The package through Next</h1>;
}
