# SPDX-License-Identifier: Apache-2.0
"""An echo server as Twisted's protocol, on its epoll reactor."""

from twisted.internet import reactor
from twisted.internet.interfaces import IHalfCloseableProtocol
from twisted.internet.protocol import Factory, Protocol
from zope.interface import implementer

import serving


@implementer(IHalfCloseableProtocol)
class Echo(Protocol):
    def connectionMade(self):
        self.transport.registerProducer(self.transport, streaming=True)  # reads no more while writes wait

    def dataReceived(self, data):
        self.transport.write(data)

    def readConnectionLost(self):
        self.transport.unregisterProducer()
        self.transport.loseConnection()

    def writeConnectionLost(self):
        pass


if __name__ == "__main__":
    listener = serving.listen(serving.options(7777))
    reactor.adoptStreamPort(listener.fileno(), listener.family, Factory.forProtocol(Echo))
    listener.listen(serving.BACKLOG)  # the reactor has set its own, of 50
    reactor.run()
