"""The attachment client of Opik's own Python SDK: one job, and what it took as a line of JSON."""

import hashlib
import json
import os
import re
import resource
import sys
import time

import opik


def memory(name):
    with open("/proc/self/status") as status:
        return int(re.search(rf"^{name}:\s+(\d+) kB", status.read(), re.M).group(1)) / 1024


def cpu_seconds():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def upload(client, order, began):
    for path in order["paths"]:
        client.upload_attachment(
            project_name=order["projectName"], **target(order), file_path=path, file_name=os.path.basename(path)
        )


def download(client, order, began):
    size, first_byte = 0, None
    for chunk in read(client, order):
        first_byte = first_byte or time.perf_counter() - began
        size += len(chunk)
    return {"bytes": size, "firstByteMs": first_byte * 1000}


def digest(client, order):
    hash = hashlib.sha256()
    for chunk in read(client, order):
        hash.update(chunk)
    return {"sha256": hash.hexdigest()}


def read(client, order):
    return client.download_attachment(
        project_name=order["projectName"],
        **target(order),
        file_name=order["fileName"],
        mime_type="application/octet-stream",
    )


def target(order):
    return {"entity_type": order["target"]["entityType"], "entity_id": order["target"]["entityId"]}


def main():
    order = json.loads(sys.argv[1])
    work = {"upload": upload, "uploadMany": upload, "download": download}[order["job"]]
    client = opik.Opik(_show_misconfiguration_message=False).get_attachment_client()
    with open("/proc/self/clear_refs", "w") as peak:
        peak.write("5")
    before, cpu, began = memory("VmRSS"), cpu_seconds(), time.perf_counter()
    said = work(client, order, began) or {}
    took = {
        "ms": (time.perf_counter() - began) * 1000,
        "cpuMs": (cpu_seconds() - cpu) * 1000,
        "rssMiB": memory("VmHWM") - before,
    }
    if order["job"] == "download":
        said |= digest(client, order)
    print(json.dumps(took | said), flush=True)
    # Threads of the SDK's queue would keep the program.
    os._exit(0)


main()
