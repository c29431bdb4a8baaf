namespace PostgresWorker.Generators.Tests.Diagnostics;

public sealed class PGW1024Tests
{
    [Fact]
    public void Nothing() => new Project("""
        namespace Shop;
        public static class Listeners
        {
            [PostgresMessage("audit")] public static void {|PGW1024:On|}() { }
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void A_change() => new Project("""
        namespace Shop;
        public sealed record Order(long Id);
        public static class Listeners
        {
            [PostgresMessage("audit")] public static void On({|PGW1024:Change<Order>|} change) { }
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void A_payload() => new Project("""
        namespace Shop;
        public static class Listeners
        {
            [PostgresMessage("audit")] public static void On({|PGW1024:EventPayload|} payload) { }
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void The_text_alone() => new Project("""
        namespace Shop;
        public static class Listeners
        {
            [PostgresMessage("audit")] public static void On({|PGW1024:string|} text, CancellationToken cancellation) { }
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void Each_fault_is_said() => new Project("""
        namespace Shop;
        public static class Listeners
        {
            [PostgresMessage({|PGW1029:""|})] public static void On({|PGW1024:string|} text) { }
        }
        """).ExpectMarkedDiagnostics();
}
