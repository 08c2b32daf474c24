// SPDX-License-Identifier: Apache-2.0
package io.jvloop.task;

import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * What a wait for several futures has found, each list in the order of the arguments.
 *
 * @param done those that are done
 * @param pending those that are not
 */
public record Waited(List<CompletionStage<?>> done, List<CompletionStage<?>> pending) {}
