namespace PostgresWorker.Generators.Tests.Diagnostics;

public sealed class PGW1028Tests
{
    [Fact]
    public void Another_type() => Expect("""
        [PostgresMessage("a", Json = {|PGW1028:typeof(ShopJson)|})] public static void On(LogicalMessage<string> message) { }
        """);

    [Fact]
    public void A_type_made_of_a_listed_one() => Expect("""
        [PostgresMessage("a", Json = {|PGW1028:typeof(ShopJson)|})] public static void On(LogicalMessage<List<Paid>> message) { }
        """);

    [Fact]
    public void Its_value_without_null() => Expect("""
        [PostgresMessage("a", Json = {|PGW1028:typeof(ShopJson)|})] public static void On(LogicalMessage<int> message) { }
        """);

    private static void Expect(string listener) => new Project(
        ("Json.cs", Sources.ShopJson),
        ("Listeners.cs", $"namespace Shop; public static partial class Listeners {{ {listener} }}")).ExpectMarkedDiagnostics();
}
