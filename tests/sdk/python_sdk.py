"""Drives the attachment client of Opik's Python SDK: reads a JSON request on each line, and prints a JSON answer."""

import json
import sys

import opik


def upload(client, target, path, file_name):
    client.upload_attachment(**target, file_path=path, file_name=file_name)


def listed(client, target):
    rows = client.get_attachment_list(**target)
    return [
        {"fileName": row.file_name, "fileSize": row.file_size, "mimeType": row.mime_type} for row in rows
    ]


def download(client, target, file_name, mime_type, path):
    with open(path, "wb") as file:
        for chunk in client.download_attachment(**target, file_name=file_name, mime_type=mime_type):
            file.write(chunk)


commands = {"upload": upload, "list": listed, "download": download}


def main():
    client = opik.Opik(_show_misconfiguration_message=False).get_attachment_client()
    for line in sys.stdin:
        request = json.loads(line)
        try:
            answer = {"result": commands[request.pop("command")](client, **request)}
        except Exception as error:  # the test reports any of them
            answer = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer), flush=True)


main()
