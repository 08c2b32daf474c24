// SPDX-License-Identifier: Apache-2.0
/**
 * The only package that links or calls C: {@link io.jvloop.sys.Libc} has a method for each function, and each struct has
 * a class of its own. Names are C's, letter for letter. Everything answers with numbers; nothing here knows what a loop
 * is.
 */
package io.jvloop.sys;
