namespace PostgresWorker.Generators.Tests.Diagnostics;

public sealed class PGW1029Tests
{
    [Fact]
    public void Empty() => new Project("""
        namespace Shop;
        public static class Listeners
        {
            [PostgresMessage({|PGW1029:""|})] public static void On(LogicalMessage message) { }
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void Empty_by_name() => new Project("""
        namespace Shop;
        public static class Listeners
        {
            [PostgresMessage(prefix: {|PGW1029:""|}, source: "shop")] public static void On(LogicalMessage message) { }
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void A_source_and_a_name_are_none_either() => new Project("""
        namespace Shop;
        public static class Listeners
        {
            [PostgresMessage({|PGW1009:""|}, "audit", Name = {|PGW1009:" "|})] public static void On(LogicalMessage message) { }
        }
        """).ExpectMarkedDiagnostics();
}
