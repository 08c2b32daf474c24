// SPDX-License-Identifier: Apache-2.0
/** The contract on epoll(7): level-triggered, one wait a turn, one recv and one send for each event. */
package io.jvloop.io.epoll;
