namespace PostgresWorker.Generators.Tests.Diagnostics;

public sealed class PGW2015Tests
{
    [Fact]
    public void By_itself() => new Project("""
        namespace Shop;
        [PostgresComposite] public sealed record Node(string Name, {|PGW2015:Node?|} Next);
        public sealed record Row(long Id, Node Node);
        public static class Listeners
        {
            [PostgresListener("orders")] public static void On(Change<Row> change) { }
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void By_another_and_by_the_row() => new Project("""
        namespace Shop;
        [PostgresComposite] public sealed record Node(string Name, {|PGW2015:List<Row>|} Rows);
        [PostgresComposite] public sealed record Row(long Id, Node[] Nodes);
        public static class Listeners
        {
            [PostgresListener("orders")] public static void On(Change<Row> change) { }
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void By_ever_longer_type_arguments() => new Project("""
        namespace Shop;
        [PostgresComposite] public sealed record Node<T>(T Value, {|PGW2015:Node<Box<T>>?|} Next);
        [PostgresComposite] public sealed record Box<T>(T Value);
        public sealed record Row(long Id, Node<int> Node);
        public static class Listeners
        {
            [PostgresListener("orders")] public static void On(Change<Row> change) { }
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void Not_the_same_composite_twice() => new Project("""
        namespace Shop;
        [PostgresComposite] public sealed record Pair<T>(T One, T Other);
        [PostgresComposite] public sealed record Place(string Name);
        public sealed record Row(long Id, Pair<Pair<int>> Pairs, Pair<Place> Places, Place Place);
        public static class Listeners
        {
            [PostgresListener("orders")] public static void On(Change<Row> change) { }
        }
        """).ExpectMarkedDiagnostics();
}
