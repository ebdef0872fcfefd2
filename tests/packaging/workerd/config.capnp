using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "oldest", worker = (modules = .modules, compatibilityDate = "2024-09-26")),
    # Emulates Node, which packages may take for the real one.
    (name = "latest", worker = (modules = .modules, compatibilityDate = "2026-10-01")),
    # The local server is on this machine, which workers may not reach by default.
    (name = "internet", network = (allow = ["private"])),
  ],
  sockets = [(name = "oldest", service = "oldest"), (name = "latest", service = "latest")],
);

const modules :List(Workerd.Worker.Module) = [
  (name = "worker.js", esModule = embed "../dist/workerd/worker.js"),
  (name = "opik_attachments.wasm", wasm = embed "../dist/workerd/opik_attachments.wasm"),
];
