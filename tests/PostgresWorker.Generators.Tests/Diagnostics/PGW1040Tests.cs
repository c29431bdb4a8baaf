namespace PostgresWorker.Generators.Tests.Diagnostics;

public sealed class PGW1040Tests
{
    [Fact]
    public void A_method_that_is_no_listener() => new Project("""
        namespace Shop;
        public static class Listeners
        {
            [{|PGW1040:Retry(MaxAttempts = 3)|}, {|PGW1040:Timeout(100)|}] public static void Other() { }
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void A_filter_of_a_method_and_not_that_of_a_class() => new Project("""
        namespace Shop;
        public interface IAudit : IChangeFilter;
        [ChangeFilter<IAudit>]
        public abstract class Base
        {
            [{|PGW1040:ChangeFilter<IAudit>|}] public void Other() { }
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void A_lambda_and_a_local_function() => new Project("""
        namespace Shop;
        public static class Listeners
        {
            public static System.Action Other()
            {
                [{|PGW1040:Timeout(100)|}] static void Inner() { }
                Inner();
                return [{|PGW1040:Retry|}] () => { };
            }
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void The_base_of_a_listener() => new Project("""
        namespace Shop;
        public abstract class Base
        {
            [{|PGW1040:Retry|}] public abstract void On(Truncated change);
        }
        public sealed class Listeners : Base
        {
            [PostgresListener("orders")] public override void On(Truncated change) { }
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void Not_a_listener_of_any_kind() => new Project("""
        namespace Shop;
        public static class Listeners
        {
            [PostgresListener("orders"), Retry, Timeout(100)] public static void A(Truncated change) { }
            [PostgresMessage("audit"), Retry, Timeout(100)] public static void B(LogicalMessage message) { }
        }
        """).ExpectMarkedDiagnostics();
}
