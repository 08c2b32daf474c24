// SPDX-License-Identifier: Apache-2.0
package io.jvloop.testkit;

import io.jvloop.carry.TaskThreads;
import io.jvloop.io.IoFailure;
import io.jvloop.testkit.rig.Kernel;
import io.jvloop.testkit.rig.Kernels;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;

/** Runs the tests of {@link EveryBackend}. For JUnit. */
public final class EveryBackendExtension implements TestTemplateInvocationContextProvider {
    /** For JUnit. */
    public EveryBackendExtension() {}

    @Override
    public boolean supportsTestTemplate(ExtensionContext context) {
        return context.getTestMethod()
                .map(method -> method.isAnnotationPresent(EveryBackend.class))
                .orElse(false);
    }

    @Override
    public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(ExtensionContext context) {
        EveryBackend wanted = context.getRequiredTestMethod().getAnnotation(EveryBackend.class);
        return kernels(wanted).stream().map(OnKernel::new);
    }

    /** When only some backends, or one seed, were asked for. */
    @Override
    public boolean mayReturnZeroTestTemplateInvocationContexts(ExtensionContext context) {
        return true;
    }

    private static List<Kernel> kernels(EveryBackend wanted) {
        List<SocketKind> kinds = Arrays.asList(wanted.sockets());
        List<Kernel> kernels = new ArrayList<>();
        Long seed = Long.getLong("seed");
        if (wanted.real() && seed == null) {
            kernels.addAll(Kernels.real(kinds));
        }
        if (wanted.seeds() > 0) {
            List<Long> seeds = seed != null
                    ? List.of(seed)
                    : LongStream.range(0, wanted.seeds()).boxed().toList();
            kernels.addAll(Kernels.simulated(kinds, seeds));
        }
        return inModes(kernels, List.of(wanted.tasks())).stream()
                .filter(EveryBackendExtension::isWanted)
                .toList();
    }

    private static List<Kernel> inModes(List<Kernel> kernels, List<TaskMode> modes) {
        if (modes.isEmpty()) {
            return kernels;
        }
        List<Kernel> all = new ArrayList<>();
        for (Kernel kernel : kernels) {
            Long seed = kernel.seed();
            if (seed != null) { // by eight, as smaller steps decide about sockets and faults
                int turn = (int) Math.floorMod(seed / 8, (long) modes.size());
                all.add(kernel.withTasks(modes.get(turn)));
            } else if (!Kernels.isVariant(kernel)) {
                modes.forEach(mode -> all.add(kernel.withTasks(mode)));
            }
        }
        return all;
    }

    private static boolean isWanted(Kernel kernel) {
        String[] names = System.getProperty("backends", "").split(",", -1);
        return Arrays.stream(names).anyMatch(kernel.name()::startsWith);
    }

    /** One run. */
    private record OnKernel(Kernel kernel) implements TestTemplateInvocationContext {
        @Override
        public String getDisplayName(int index) {
            return kernel.name();
        }

        @Override
        public List<Extension> getAdditionalExtensions() {
            return List.of(new Run(kernel));
        }
    }

    /** Opens the rig, closes it, and sees to it that a failure says how to have it again. */
    private static final class Run implements BeforeEachCallback, ParameterResolver, InvocationInterceptor {
        private final Kernel kernel;
        private @Nullable Rig rig;

        Run(Kernel kernel) {
            this.kernel = kernel;
        }

        /** Here, because JUnit takes a parameter that cannot be had for a failure, whatever the reason. */
        @Override
        public void beforeEach(ExtensionContext context) {
            rig = open();
        }

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == Rig.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return Objects.requireNonNull(rig);
        }

        private Rig open() {
            String missing = Kernels.whyNot(kernel.backend());
            if (missing != null && !kernel.isSimulated()) {
                return Assumptions.abort("not run: " + kernel.backend().id() + " (" + missing + ")");
            }
            if (kernel.tasks() == TaskMode.CARRIED && !TaskThreads.canCarry()) {
                return Assumptions.abort("not run: " + kernel.name() + " (this JVM was not opened: see Tasks)");
            }
            try {
                return new Rig(kernel);
            } catch (IoFailure failure) {
                return Assumptions.abort("not run: " + kernel.name() + " (" + failure.getMessage() + ")");
            }
        }

        @Override
        public void interceptTestTemplateMethod(
                Invocation<@Nullable Void> invocation,
                ReflectiveInvocationContext<Method> method,
                ExtensionContext context)
                throws Throwable {
            Throwable failure = null;
            try {
                invocation.proceed();
            } catch (Throwable thrown) {
                failure = thrown;
            }
            failure = closed(failure);
            if (failure instanceof org.opentest4j.TestAbortedException) {
                throw failure;
            }
            if (failure != null) {
                throw new AssertionError(kernel.replay() + " " + failure, failure);
            }
        }

        private @Nullable Throwable closed(@Nullable Throwable first) {
            if (rig == null) {
                return first;
            }
            try {
                rig.close();
                return first;
            } catch (Throwable thrown) {
                if (first == null) {
                    return thrown;
                }
                first.addSuppressed(thrown);
                return first;
            }
        }
    }
}
