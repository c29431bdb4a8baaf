using PostgresWorker.CodeFixes;
using PostgresWorker.Generators.Tests.Harness;

namespace PostgresWorker.Generators.Tests.Fixes;

public sealed class NameListenerFixTests
{
    [Theory]
    [InlineData("\"shop\", \"returns\"", "\"shop\", \"returns\", Name = \"Outer.Listeners.On.returns\"")]
    [InlineData("\"shop\", \"sales.\\\"Returns\\\"\"", "\"shop\", \"sales.\\\"Returns\\\"\", Name = \"Outer.Listeners.On.sales.Returns\"")]
    [InlineData("table: \"returns\", source: \"shop\"", "table: \"returns\", source: \"shop\", Name = \"Outer.Listeners.On.returns\"")]
    [InlineData("\"shop\", \"returns\", Name = \"Outer.Listeners.On\"", "\"shop\", \"returns\", Name = \"Outer.Listeners.On.returns\"")]
    public Task The_table_stands_in_the_name(string before, string after) =>
        Fixed.Becomes(Listener($"{{|PGW1010:PostgresListener({before})|}}"), Listener($"PostgresListener({after})"), new NameListenerFix());

    [Fact]
    public Task A_name_that_is_taken_too_is_counted() => Fixed.Becomes(
        """
        static class Listeners
        {
            [PostgresListener("orders")] public static void On(Truncated change) { }
            [PostgresListener("orders", Name = "Listeners.On.orders")] public static void Other(Truncated change) { }
            [{|PGW1010:PostgresListener("orders")|}] public static void On(Truncated change, object other) { }
        }
        """.Replace("object other", "System.IDisposable other", StringComparison.Ordinal),
        """
        static class Listeners
        {
            [PostgresListener("orders")] public static void On(Truncated change) { }
            [PostgresListener("orders", Name = "Listeners.On.orders")] public static void Other(Truncated change) { }
            [PostgresListener("orders", Name = "Listeners.On.orders.2")] public static void On(Truncated change, System.IDisposable other) { }
        }
        """,
        new NameListenerFix());

    private static string Listener(string attribute) => $$"""
        static class Outer
        {
            internal static class Listeners
            {
                [PostgresListener("shop", "orders")]
                [{{attribute}}]
                public static void On(Truncated change) { }
            }
        }
        """;
}
