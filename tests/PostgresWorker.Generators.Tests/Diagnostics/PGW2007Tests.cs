namespace PostgresWorker.Generators.Tests.Diagnostics;

public sealed class PGW2007Tests
{
    [Fact]
    public void A_text() => new Project("""
        namespace Shop;
        public static class Listeners
        {
            [PostgresListener("orders")] public static void On({|PGW2007:Change<string>|} change) { }
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void A_number() => new Project("""
        namespace Shop;
        public static class Listeners
        {
            [PostgresListener("orders")] public static void On({|PGW2007:Change<int>|} change) { }
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void A_date() => new Project("""
        namespace Shop;
        public static class Listeners
        {
            [PostgresListener("orders")] public static void On({|PGW2007:Change<DateOnly>|} change) { }
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void An_interface() => new Project("""
        namespace Shop;
        public static class Listeners
        {
            [PostgresListener("orders")] public static void On({|PGW2007:Change<IDisposable>|} change) { }
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void An_array() => new Project("""
        namespace Shop;
        public static class Listeners
        {
            [PostgresListener("orders")] public static void On({|PGW2007:Change<int[]>|} change) { }
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void A_tuple() => new Project("""
        namespace Shop;
        public static class Listeners
        {
            [PostgresListener("orders")] public static void On({|PGW2007:Change<(int A, int B)>|} change) { }
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void An_enum() => new Project("""
        namespace Shop;
        public static class Listeners
        {
            [PostgresListener("orders")] public static void On({|PGW2007:Change<DayOfWeek>|} change) { }
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void Anything() => new Project("""
        namespace Shop;
        public static class Listeners
        {
            [PostgresListener("orders")] public static void On({|PGW2007:Change<object>|} change) { }
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void A_nullable_struct() => new Project("""
        namespace Shop;
        public record struct Row(int Id);
        public static class Listeners
        {
            [PostgresListener("orders")] public static void On({|PGW2007:Change<Row?>|} change) { }
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void An_abstract_class() => new Project("""
        namespace Shop;
        public abstract record Row(int Id);
        public static class Listeners
        {
            [PostgresListener("orders")] public static void On({|PGW2007:Change<Row>|} change) { }
        }
        """).ExpectMarkedDiagnostics();
}
