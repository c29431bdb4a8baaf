using PostgresWorker.Generators.Tests.Harness;

namespace PostgresWorker.Generators.Tests.Diagnostics;

public sealed class PGW2014Tests
{
    [Fact]
    public void Another_type()
    {
        var project = new Project(JsonProject.Options, ("Row.cs", """
            using System.Text.Json.Serialization;
            namespace Shop;
            public sealed record Settings(int Size);
            [JsonSerializable(typeof(Settings))] public sealed partial class ShopJson : JsonSerializerContext;
            public sealed record Row(long Id, [PostgresJson(typeof(ShopJson))] {|PGW2014:Settings[]|} All, [PostgresJson(typeof(ShopJson))] Settings? One);
            public static class Listeners
            {
                [PostgresListener("orders")] public static void On(Change<Row> change) { }
            }
            """));

        project.ExpectMarkedDiagnostics();
        Assert.Equal("'Shop.ShopJson' does not list Shop.Settings[], the type of 'Shop.Row.All'; add [JsonSerializable(typeof(Shop.Settings[]))] to it", project.Message());
    }

    [Fact]
    public void Not_what_a_base_lists() => new Project(JsonProject.Options, ("Row.cs", """
        using System.Text.Json.Serialization;
        namespace Shop;
        [PostgresJson(typeof(ShopJson))] public readonly record struct Settings(int Size);
        [JsonSerializable(typeof(Settings))] public abstract class Base(System.Text.Json.JsonSerializerOptions? options) : JsonSerializerContext(options);
        [JsonSerializable(typeof(string))] public sealed partial class ShopJson : JsonSerializerContext;
        public sealed record Row(long Id, {|PGW2014:Settings?|} One);
        public static class Listeners
        {
            [PostgresListener("orders")] public static void On(Change<Row> change) { }
        }
        """)).ExpectMarkedDiagnostics();
}
