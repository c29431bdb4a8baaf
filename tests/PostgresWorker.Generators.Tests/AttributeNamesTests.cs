using PostgresWorker.Generators.Tests.Harness;

namespace PostgresWorker.Generators.Tests;

/// <summary>A listener is found however its attribute is written, and nothing else is one.</summary>
public sealed class AttributeNamesTests
{
    [Theory]
    [InlineData("", "PostgresListener(\"orders\")")]
    [InlineData("", "PostgresListenerAttribute(\"orders\")")]
    [InlineData("", "PostgresWorker.PostgresListener(\"orders\")")]
    [InlineData("", "global::PostgresWorker.PostgresListenerAttribute(\"orders\")")]
    [InlineData("", "Obsolete, PostgresListener(\"orders\")")]
    [InlineData("using OnChange = PostgresWorker.PostgresListenerAttribute;", "OnChange(\"orders\")")]
    [InlineData("using OnChangeAttribute = PostgresWorker.PostgresListenerAttribute;", "OnChange(\"orders\")")]
    [InlineData("using W = PostgresWorker;", "W::PostgresListener(\"orders\")")]
    public void It_is_found(string import, string attribute) => Assert.Contains("Listeners.On", Module(import, attribute), StringComparison.Ordinal);

    [Fact]
    public void By_an_alias_of_another_file() => Assert.Contains(
        "Listeners.On",
        new Project(
            ("Aliases.cs", "global using OnChange = PostgresWorker.PostgresListenerAttribute;"),
            ("Listeners.cs", "public static class Listeners { [OnChange(\"orders\")] public static void On(Truncated change) { } }")).Generate().Files["PostgresWorkerModule.g.cs"],
        StringComparison.Ordinal);

    [Fact]
    public void By_an_alias_of_an_alias() => Assert.Contains(
        "Listeners.On",
        new Project(
            ("Aliases.cs", "global using First = PostgresWorker.PostgresListenerAttribute;"),
            ("Listeners.cs", """
                namespace Shop
                {
                    using Second = First;
                    namespace Orders
                    {
                        using ThirdAttribute = Second;
                        public static class Listeners { [Third("orders")] public static void On(Truncated change) { } }
                    }
                }
                """)).Generate().Files["PostgresWorkerModule.g.cs"],
        StringComparison.Ordinal);

    [Theory]
    [InlineData("", "Other.PostgresListener(\"orders\")")]
    [InlineData("using PostgresListener = Other.PostgresListenerAttribute;", "PostgresListener(\"orders\")")]
    public void Nothing_else_is(string import, string attribute) => Assert.DoesNotContain("Listeners.On", Module(import, attribute), StringComparison.Ordinal);

    private static string Module(string import, string attribute) => new Project(
        ("Other.cs", "namespace Other { public sealed class PostgresListenerAttribute(string table) : Attribute { public string Table => table; } }"),
        ("Listeners.cs", $$"""
            {{import}}
            public static class Listeners { [{{attribute}}] public static void On(Truncated change) { } }
            """)).Generate().Files["PostgresWorkerModule.g.cs"];
}
