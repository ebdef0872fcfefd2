// Files of every kind that the page previews, small and real.
import { crc32, deflateSync } from "node:zlib";

const file = (name, mimeType, content) => ({ name, mimeType, buffer: Buffer.from(content) });

/** A picture: a sun over hills, in colours that differ with the seed. */
export function png(name, seed = 0, width = 480, height = 320) {
  const rows = Array.from({ length: height }, (_, y) => {
    const row = Buffer.alloc(1 + width * 3);
    for (let x = 0; x < width; x += 1) row.set(colour(x / width, y / height, seed), 1 + x * 3);
    return row;
  });
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2], 8);
  const chunks = [chunk("IHDR", head), chunk("IDAT", deflateSync(Buffer.concat(rows))), chunk("IEND", Buffer.alloc(0))];
  return {
    name,
    mimeType: "image/png",
    buffer: Buffer.concat([Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), ...chunks]),
  };
}

function colour(x, y, seed) {
  const hill = 0.68 + 0.12 * Math.sin(x * 5 + seed * 1.7) + 0.04 * Math.sin(x * 13 + seed);
  if (y > hill) return [60 + 40 * (y - hill), 110 + ((seed * 37) % 60), 90];
  if (Math.hypot(x - 0.25 - ((seed * 0.17) % 0.5), (y - 0.3) * 0.67) < 0.09) return [255, 236, 170];
  return [90 + 120 * y + ((seed * 23) % 40), 150 + 60 * y, 225 - 40 * y];
}

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}

/** A second of a tone. */
export function wav(name) {
  const rate = 8000;
  const buffer = Buffer.alloc(44 + rate, 128);
  buffer.write("RIFF", 0, "latin1");
  buffer.writeUInt32LE(36 + rate, 4);
  buffer.write("WAVEfmt ", 8, "latin1");
  buffer.writeUInt32LE(16, 16);
  buffer.writeUInt16LE(1, 20);
  buffer.writeUInt16LE(1, 22);
  buffer.writeUInt32LE(rate, 24);
  buffer.writeUInt32LE(rate, 28);
  buffer.writeUInt16LE(1, 32);
  buffer.writeUInt16LE(8, 34);
  buffer.write("data", 36, "latin1");
  buffer.writeUInt32LE(rate, 40);
  for (let at = 0; at < rate; at += 1) buffer[44 + at] = 128 + 60 * Math.sin((at * 440 * 2 * Math.PI) / rate);
  return { name, mimeType: "audio/wav", buffer };
}

/** A page that says so. */
export function pdf(name) {
  const content = "BT /F1 32 Tf 72 700 Td (A page of an evaluation report) Tj ET";
  const objects = [
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
    `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
  ];
  let text = "%PDF-1.4\n";
  const places = objects.map((object, index) => {
    const place = text.length;
    text += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(place).padStart(10, "0")} 00000 n \n`;
  });
  const table = text.length;
  text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${places.join("")}`;
  text += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${table}\n%%EOF\n`;
  return file(name, "application/pdf", text);
}

const questions = ["What is the capital of France?", "Summarise the report.", "Translate “good morning”, please."];
const lines = questions.map(
  (question, at) => `${at + 1},"${question}",${(0.91 - at * 0.08).toFixed(2)},gpt-4o,${820 + at * 140}`,
);
export const csv = file("scores.csv", "text/csv", `id,question,score,model,latency_ms\n${lines.join("\n")}\n`);
export const json = file(
  "run.json",
  "application/json",
  JSON.stringify({
    run: "nightly-42",
    model: "gpt-4o",
    scores: { accuracy: 0.91, relevance: 0.83 },
    tags: ["eval", "prod"],
  }),
);
export const markdown = file("notes.md", "text/markdown", "# Notes\n\nThe *second* run was faster.\n");
export const log = file("worker.log", "text/plain", "12:00:01 started\n12:00:07 three questions answered\n");
export const bytes = (name, buffer) => ({ name, mimeType: "application/octet-stream", buffer });

/** A film of a few frames, as the browser itself records it. */
export async function webm(page, name) {
  const recorded = await page.evaluate(async () => {
    const canvas = Object.assign(document.createElement("canvas"), { width: 320, height: 180 });
    const context = canvas.getContext("2d");
    const recorder = new MediaRecorder(canvas.captureStream(), { mimeType: "video/webm;codecs=vp8" });
    const chunks = [];
    recorder.addEventListener("dataavailable", ({ data }) => chunks.push(data));
    const stopped = new Promise((resolve) => recorder.addEventListener("stop", resolve));
    recorder.start();
    for (let frame = 0; frame < 20; frame += 1) {
      context.fillStyle = `hsl(${frame * 10} 60% 50%)`;
      context.fillRect(0, 0, canvas.width, canvas.height);
      await new Promise((resolve) => setTimeout(resolve, 40));
    }
    recorder.stop();
    await stopped;
    return [...new Uint8Array(await new Blob(chunks).arrayBuffer())];
  });
  return { name, mimeType: "video/webm", buffer: Buffer.from(recorded) };
}
