"""What goes wrong with a mailbox, in words for who keeps it."""

from __future__ import annotations

import socket
import ssl

from pgdesk.mail.problems import MailProblem


def of_connection(error: OSError, host: str, port: int) -> MailProblem:
    """Why no connection came about."""
    if isinstance(error, socket.gaierror):
        return MailProblem(f"the name {host} has no address")
    if isinstance(error, ConnectionRefusedError):
        return MailProblem(f"nothing listens at {host}, port {port}")
    if isinstance(error, TimeoutError):
        return MailProblem(f"{host}, port {port}, does not answer")
    if isinstance(error, ssl.SSLCertVerificationError):
        if error.verify_code in _WRONG_NAME:
            return MailProblem(f"the certificate of {host} is for another name")
        return MailProblem(f"the certificate of {host} is not trusted: {error.verify_message}")
    if isinstance(error, ssl.SSLError):
        return MailProblem(f"{host}, port {port}, does not speak TLS as it should: {_plain(error)}")
    return MailProblem(f"{host}, port {port}, cannot be reached: {_plain(error)}")


def of_session(error: BaseException, host: str) -> MailProblem:
    """Why a session broke off that had begun."""
    if isinstance(error, MailProblem):
        return error
    if isinstance(error, TimeoutError):
        return MailProblem(f"{host} stopped answering")
    return MailProblem(f"the connection to {host} broke off: {_plain(error)}")


#: X509_V_ERR_HOSTNAME_MISMATCH, X509_V_ERR_IP_ADDRESS_MISMATCH
_WRONG_NAME = (62, 64)


def _plain(error: BaseException) -> str:
    text = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return " ".join(text.split())[:300] or type(error).__name__
