namespace PostgresWorker.Generators.Tests.Diagnostics;

public sealed class PGW1027Tests
{
    [Fact]
    public void Another_class() => Expect("""
        [PostgresMessage("a", Json = {|PGW1027:typeof(Paid)|})] public static void On(LogicalMessage<Paid> message) { }
        """);

    [Fact]
    public void No_class() => Expect("""
        [PostgresMessage("a", Json = {|PGW1027:typeof(Paid[])|})] public static void On(LogicalMessage<Paid> message) { }
        """);

    [Fact]
    public void The_base_itself() => Expect("""
        [PostgresMessage("a", Json = {|PGW1027:typeof(System.Text.Json.Serialization.JsonSerializerContext)|})] public static void On(LogicalMessage<Paid> message) { }
        """);

    [Fact]
    public void An_abstract_one() => Expect("""
        public abstract class Half() : System.Text.Json.Serialization.JsonSerializerContext(null); [PostgresMessage("a", Json = {|PGW1027:typeof(Half)|})] public static void On(LogicalMessage<Paid> message) { }
        """);

    [Fact]
    public void A_private_one() => Expect("""
        private abstract class Hidden() : System.Text.Json.Serialization.JsonSerializerContext(null); [PostgresMessage("a", Json = {|PGW1027:typeof(Hidden)|})] public static void On(LogicalMessage<Paid> message) { }
        """);

    [Fact]
    public void A_generic_one() => Expect("""
        public abstract class Open<T>() : System.Text.Json.Serialization.JsonSerializerContext(null); [PostgresMessage("a", Json = {|PGW1027:typeof(Open<>)|})] public static void On(LogicalMessage<Paid> message) { }
        """);

    private static void Expect(string listener) => new Project(
        ("Json.cs", Sources.ShopJson),
        ("Listeners.cs", $"namespace Shop; public static partial class Listeners {{ {listener} }}")).ExpectMarkedDiagnostics();
}
