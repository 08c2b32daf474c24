module jvloop/peers/go

go 1.24
