"""Counts and latencies for Prometheus, on a port of their own that faces this machine only."""

from __future__ import annotations

import time
from wsgiref.simple_server import WSGIServer

from flask import Flask, Response, g, request
from prometheus_client import CollectorRegistry, Counter, Histogram, start_http_server

SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 3.0, 8.0)


def add_metrics(app: Flask, port: int) -> WSGIServer:
    """Count every answer of `app` by route and status; serve the counts on 127.0.0.1."""
    registry = CollectorRegistry()
    answers = Counter("skill_answers", "Answers", ["route", "status"], registry=registry)
    seconds = Histogram(
        "skill_answer_seconds", "Time to answer", ["route"], registry=registry, buckets=SECONDS
    )

    def count(response: Response) -> Response:
        route = request.url_rule.rule if request.url_rule else "none"
        answers.labels(route, response.status_code).inc()
        seconds.labels(route).observe(time.perf_counter() - g.began)
        return response

    app.after_request(count)
    server, _thread = start_http_server(port, addr="127.0.0.1", registry=registry)
    return server
