"use client";

import { AttachmentClient } from "opik-attachments";
import { useEffect } from "react";
import { runInPage } from "../../page-scenario.js";

export default function Page() {
  useEffect(() => {
    runInPage(AttachmentClient);
  }, []);
  return <h1>The package through Next</h1>;
}
