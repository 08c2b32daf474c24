module jvloop/calls

go 1.24
