"""Runs one operation of the attachment client in Opik's Python SDK; prints its measurement as a line of JSON."""

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


def upload(client, options, began):
    for path in options["paths"]:
        client.upload_attachment(
            project_name=options["projectName"], **target(options), file_path=path, file_name=os.path.basename(path)
        )


def download(client, options, began):
    size, first_byte = 0, None
    for chunk in read(client, options):
        first_byte = first_byte or time.perf_counter() - began
        size += len(chunk)
    return {"bytes": size, "firstByteMs": first_byte * 1000}


def digest(client, options):
    hash = hashlib.sha256()
    for chunk in read(client, options):
        hash.update(chunk)
    return {"sha256": hash.hexdigest()}


def read(client, options):
    return client.download_attachment(
        project_name=options["projectName"],
        **target(options),
        file_name=options["fileName"],
        mime_type="application/octet-stream",
    )


def target(options):
    return {"entity_type": options["target"]["entityType"], "entity_id": options["target"]["entityId"]}


def main():
    options = json.loads(sys.argv[1])
    work = {"upload": upload, "uploadMany": upload, "download": download}[options["operation"]]
    client = opik.Opik(_show_misconfiguration_message=False).get_attachment_client()
    with open("/proc/self/clear_refs", "w") as peak:
        peak.write("5")
    before, cpu, began = memory("VmRSS"), cpu_seconds(), time.perf_counter()
    fields = work(client, options, began) or {}
    measurement = {
        "ms": (time.perf_counter() - began) * 1000,
        "cpuMs": (cpu_seconds() - cpu) * 1000,
        "rssMiB": memory("VmHWM") - before,
    }
    if options["operation"] == "download":
        fields |= digest(client, options)
    print(json.dumps(measurement | fields), flush=True)
    # Threads of the SDK's queue would keep the program running.
    os._exit(0)


main()
