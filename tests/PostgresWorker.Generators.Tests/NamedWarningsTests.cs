using PostgresWorker.Generators.Tests.Harness;

namespace PostgresWorker.Generators.Tests;

/// <summary>Generated code names what its writer warns of, where the listener's own code has agreed to it.</summary>
public sealed class NamedWarningsTests
{
    private const string Source = """
        #pragma warning disable X01, X02, X03, X04, X05, X06, X07, X08, X09, X10, X11, X12, X13, X14, X15
        using System.Diagnostics.CodeAnalysis;
        using System.Text.Json.Serialization;
        namespace Shop;
        [Experimental("X01")] public sealed record Order(long Id, Status Status, Address? Address, Settings[]? Settings, List<Size>? Sizes)
        {
            [Experimental("X02")] public string? Note { get; init; }
            [Obsolete("Old.", DiagnosticId = "X03")] public string? Remark { get; set; }
            public string? Tag { get; [Experimental("X13")] set; }
            public string? Mark { [Experimental("X14")] get; set; }
            public string? Stamp { [Obsolete("Old.", DiagnosticId = "X15")] get; set; }
        }
        public enum Status { Placed, [Experimental("X04")] Lost }
        [Experimental("X05")] public enum Size { Small }
        [Experimental("X06"), PostgresComposite] public sealed record Address(string City);
        [Experimental("X07"), PostgresJson(typeof(ShopJson))] public sealed record Settings(int Many);
        [Experimental("X08"), JsonSerializable(typeof(Settings)), JsonSerializable(typeof(Settings[]))] public sealed partial class ShopJson : JsonSerializerContext;
        [Experimental("X09")] public interface IMailer;
        [Experimental("X10")] public static class Outer
        {
            public sealed class Listeners
            {
                [Experimental("X11")] [PostgresListener("orders")] public void On(Change<Order> change, IMailer mailer) { }
                [PostgresMessage("audit", Json = typeof(ShopJson))] public void OnAudit(LogicalMessage<Settings> message, [Microsoft.Extensions.DependencyInjection.FromKeyedServices(typeof(Key))] IDisposable service) { }
            }
        }
        [Obsolete("Old.", DiagnosticId = "X12")] public static class Key;
        """;

    [Fact]
    public void It_compiles() => Shop().ExpectMarkedDiagnostics();

    [Fact]
    public void Each_file_says_what_it_names()
    {
        var files = Shop().Generate().Files;

        Assert.Contains("#pragma warning disable X06 //", files["Shop.AddressRowReader.g.cs"], StringComparison.Ordinal);
        Assert.Contains("#pragma warning disable X01, X02, X03, X04, X05, X06, X07, X08, X13, X14, X15 //", files["Shop.OrderRowReader.g.cs"], StringComparison.Ordinal);
        Assert.Contains("#pragma warning disable X01, X07, X08, X09, X10, X11, X12 //", files["PostgresWorkerModule.g.cs"], StringComparison.Ordinal);
    }

    private static Project Shop() => new(JsonProject.Options, ("Listeners.cs", Source));
}
