module jvloop/peers/go-http

go 1.24
