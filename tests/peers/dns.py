"""A DNS server that has some records; of broken.example it gives no answer."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import dns.flags
import dns.message
import dns.rcode
import dns.rdatatype
import dns.resolver
import dns.rrset


@contextmanager
def dns_server(records: Mapping[tuple[str, str], list[str]]) -> Iterator[dns.resolver.Resolver]:
    """What asks it. `records`: by name and type, as a zone file has them; looked up at each question."""

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            raw, sock = self.request
            query = dns.message.from_wire(raw)
            (asked,) = query.question
            name = asked.name.to_text(omit_final_dot=True)
            kind = dns.rdatatype.to_text(asked.rdtype)
            answer = dns.message.make_response(query)
            answer.flags |= dns.flags.AA | dns.flags.RA
            if found := records.get((name, kind)):
                answer.answer.append(dns.rrset.from_text(asked.name, 60, "IN", kind, *found))
            elif name == "broken.example":
                answer.set_rcode(dns.rcode.SERVFAIL)
            elif not any(known == name for known, _ in records):
                answer.set_rcode(dns.rcode.NXDOMAIN)
            sock.sendto(answer.to_wire(), self.client_address)

    with socketserver.ThreadingUDPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        resolver = dns.resolver.Resolver(configure=False)
        resolver.nameservers = ["127.0.0.1"]
        resolver.port = server.server_address[1]
        resolver.lifetime = 10
        yield resolver
        server.shutdown()
