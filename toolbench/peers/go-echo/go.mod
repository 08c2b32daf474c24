module jvloop/peers/go-echo

go 1.24
