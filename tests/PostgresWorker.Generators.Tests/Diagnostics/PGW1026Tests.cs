namespace PostgresWorker.Generators.Tests.Diagnostics;

public sealed class PGW1026Tests
{
    [Fact]
    public void None() => Expect("""
        [{|PGW1026:PostgresMessage("audit")|}] public static void On(LogicalMessage<Paid> message) { }
        """);

    [Fact]
    public void Null() => Expect("""
        [{|PGW1026:PostgresMessage("audit", Json = null)|}] public static void On(LogicalMessage<Paid> message) { }
        """);

    [Fact]
    public void Each_attribute_needs_one() => Expect("""
        [PostgresMessage("paid", Json = typeof(ShopJson)), {|PGW1026:PostgresMessage("old", Name = "old")|}] public static void On(LogicalMessage<Paid> message) { }
        """);

    private static void Expect(string listener) => new Project(
        ("Json.cs", Sources.ShopJson),
        ("Listeners.cs", $"namespace Shop; public static partial class Listeners {{ {listener} }}")).ExpectMarkedDiagnostics();
}
