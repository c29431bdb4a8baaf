using PostgresWorker.Generators.Tests.Harness;

namespace PostgresWorker.Generators.Tests.Diagnostics;

public sealed class PGW2013Tests
{
    [Fact]
    public void Another_class() => new Project("""
        namespace Shop;
        public sealed record Settings(int Size);
        public sealed class ShopJson;
        public sealed record Row(long Id, [PostgresJson({|PGW2013:typeof(ShopJson)|})] Settings Settings);
        public static class Listeners
        {
            [PostgresListener("orders")] public static void On(Change<Row> change) { }
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void None_at_all() => new Project("""
        namespace Shop;
        [PostgresJson({|PGW2013:null!|})] public sealed record Settings(int Size);
        public sealed record Row(long Id, List<Settings> Settings);
        public static class Listeners
        {
            [PostgresListener("orders")] public static void On(Change<Row> change) { }
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void One_that_generated_code_cannot_name() => new Project(JsonProject.Options, ("Row.cs", """
        using System.Text.Json;
        using System.Text.Json.Serialization;
        using System.Text.Json.Serialization.Metadata;
        namespace Shop;
        public sealed record Settings(int Size);
        public static partial class Outer
        {
            public sealed record Row(long Id) { [property: PostgresJson({|PGW2013:typeof(Hidden)|})] public Settings? Settings { get; init; } }
            [JsonSerializable(typeof(Settings))] private sealed partial class Hidden : JsonSerializerContext;
            [PostgresListener("orders")] public static void On(Change<Row> change) { }
        }
        """)).ExpectMarkedDiagnostics();

    [Theory]
    [InlineData("abstract class Context() : JsonSerializerContext(null)", "Context", "it is abstract")]
    [InlineData("class Context<T>() : JsonSerializerContext(null)", "Context<int>", "it is generic")]
    [InlineData("class Context<T>() : JsonSerializerContext(null)", "Context<>", "it is generic")]
    [InlineData("file class Context() : JsonSerializerContext(null)", "Context", "it is file-local, so generated code can't name it")]
    public void One_without_a_default_that_generated_code_could_take(string declaration, string context, string reason)
    {
        var said = new Project($$"""
            using System.Text.Json;
            using System.Text.Json.Serialization;
            using System.Text.Json.Serialization.Metadata;
            namespace Shop;
            public sealed record Settings(int Size);
            [JsonSerializable(typeof(Settings))]
            {{declaration}}
            {
                protected override JsonSerializerOptions? GeneratedSerializerOptions => null;
                public override JsonTypeInfo? GetTypeInfo(Type type) => null;
            }
            public sealed record Row(long Id) { [PostgresJson(typeof({{context}}))] public Settings? Settings { get; init; } }
            public static class Listeners
            {
                [PostgresListener("orders")] public static void On(Change<Row> change) { }
            }
            """).Message();

        Assert.EndsWith($"can't read 'Shop.Row.Settings': {reason}; name an internal or public partial class that derives from JsonSerializerContext", said, StringComparison.Ordinal);
    }
}
