namespace PostgresWorker.Generators.Tests.Diagnostics;

public sealed class PGW1047Tests
{
    [Fact]
    public void A_filter_that_is_private_or_file_local() => new Project("""
        namespace Shop;
        public static class Listeners
        {
            [PostgresListener("orders")] [{|PGW1047:ChangeFilter<Hidden>|}] [{|PGW1047:ChangeFilter<Local>|}] public static void On(Truncated change) { }
            private sealed class Hidden : IChangeFilter
            {
                public ValueTask InvokeAsync(ChangeDelivery delivery, ChangeFilterNext next, CancellationToken cancellationToken) => next(cancellationToken);
            }
        }
        file sealed class Local : IChangeFilter
        {
            public ValueTask InvokeAsync(ChangeDelivery delivery, ChangeFilterNext next, CancellationToken cancellationToken) => next(cancellationToken);
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void A_class_says_it_once_for_all_its_listeners() => new Project("""
        namespace Shop;
        [{|PGW1047:ChangeFilter<Hidden>|}]
        public sealed class Listeners
        {
            [PostgresListener("a")] public void A(Truncated change) { }
            [PostgresListener("b")] public void B(Truncated change) { }
            private sealed class Hidden : IChangeFilter
            {
                public ValueTask InvokeAsync(ChangeDelivery delivery, ChangeFilterNext next, CancellationToken cancellationToken) => next(cancellationToken);
            }
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void Not_what_the_compiler_says_nor_an_interface() => new Project("""
        namespace Shop;
        public interface IAudit : IChangeFilter;
        public static class Listeners
        {
            [PostgresListener("a")] [ChangeFilter<{|CS0246:Missing|}>] public static void A(Truncated change) { }
            [PostgresListener("b")] [ChangeFilter<IAudit>] public static void B(Truncated change) { }
        }
        """).ExpectMarkedDiagnostics();
}
