using PostgresWorker.Generators.Tests.Harness;

namespace PostgresWorker.Generators.Tests;

public sealed class ModuleTests
{
    private static readonly ProjectOptions Values = JsonProject.Options;

    [Fact]
    public void The_listener_of_the_readme() => new Project(("Order.cs", Sources.Order), ("OrderListeners.cs", Sources.OrderListeners)).Generate().Matches();

    [Fact]
    public void What_is_generated_compiles_without_a_warning() =>
        new Project(("Order.cs", Sources.Order), ("OrderListeners.cs", Sources.OrderListeners)).ExpectMarkedDiagnostics();

    [Fact]
    public void Every_shape_of_listener_and_row() => new Project(Sources.Everything).Generate().Matches();

    [Fact]
    public void Every_shape_compiles_without_a_warning() => new Project(Sources.Everything).ExpectMarkedDiagnostics();

    [Fact]
    public void Messages_and_payloads() => Untyped().Generate().Matches();

    [Fact]
    public void Messages_and_payloads_compile_without_a_warning() => Untyped().ExpectMarkedDiagnostics();

    [Fact]
    public void Batches_transactions_and_settings() => new Project(Sources.Shapes).Generate().Matches();

    [Fact]
    public void Batches_transactions_and_settings_compile_without_a_warning() => new Project(Sources.Shapes).ExpectMarkedDiagnostics();

    [Fact]
    public void Policies() => new Project(Sources.Policies).Generate().Matches();

    [Fact]
    public void Policies_compile_without_a_warning() => new Project(Sources.Policies).ExpectMarkedDiagnostics();

    [Fact]
    public void Every_kind_of_value() => new Project(Values, ("Values.cs", ValueSources.All)).Generate().Matches();

    [Fact]
    public void Every_kind_of_value_compiles_without_a_warning() => new Project(Values, ("Values.cs", ValueSources.All)).ExpectMarkedDiagnostics();

    [Fact]
    public void Without_listeners_the_module_is_empty() => new Project("namespace Shop;").Generate().Matches();

    [Fact]
    public void Without_the_abstractions_there_is_nothing() => Assert.Empty(
        new Project(new ProjectOptions { References = References.Framework }, ("Other.cs", "class Other;")).Generate().Files);

    [Fact]
    public void A_wrong_listener_is_left_out_and_the_others_stay()
    {
        var module = new Project(("Order.cs", Sources.Order), ("OrderListeners.cs", Sources.OrderListeners), ("Wrong.cs", """
            namespace Shop;
            public static class Wrong
            {
                [PostgresListener("shop", "orders")] public static int OnWrong(Change<Order> change) => 1;
                [PostgresListener("shop", "Orders")] [PostgresListener("shop", "orders")] public static void OnHalf(Change<Order> change) { }
            }
            """)).Generate().Files["PostgresWorkerModule.g.cs"];

        Assert.DoesNotContain("OnWrong", module, StringComparison.Ordinal);
        Assert.Equal(2, module.Split("listeners.Add(").Length - 1);
    }

    [Fact]
    public void A_class_of_listeners_that_is_a_filter_too_is_one_in_each_scope()
    {
        var module = new Project(("Order.cs", Sources.Order), ("Both.cs", """
            using System.Threading;
            using System.Threading.Tasks;
            namespace Shop;
            public sealed class Both : IChangeFilter
            {
                [PostgresListener("shop", "orders"), ChangeFilter<Both>] public void OnOrder(Change<Order> change) { }
                public ValueTask InvokeAsync(ChangeDelivery delivery, ChangeFilterNext next, CancellationToken cancellationToken) => next(cancellationToken);
            }
            """)).Generate().Files["PostgresWorkerModule.g.cs"];

        Assert.Contains("TryAddScoped<global::Shop.Both>", module, StringComparison.Ordinal);
        Assert.DoesNotContain("TryAddTransient<global::Shop.Both>", module, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("My.Shop", "ignored", "My.Shop")]
    [InlineData(null, "my-shop.2", "my_shop._2")]
    [InlineData("", "Shop", "Shop")]
    [InlineData("Shop.class", "ignored", "Shop.@class")]
    [InlineData(null, "--", "__")]
    public void The_module_is_in_the_root_namespace(string? root, string assembly, string expected)
    {
        var project = new Project(new ProjectOptions { RootNamespace = root, AssemblyName = assembly }, ("Order.cs", Sources.Order));

        Assert.Contains($"namespace {expected}\n{{", project.Generate().Files["PostgresWorkerModule.g.cs"], StringComparison.Ordinal);
        project.ExpectMarkedDiagnostics();
    }

    [Fact]
    public void Routes_stand_in_ordinal_order_whatever_the_order_of_the_files()
    {
        var files = new (string, string)[]
        {
            ("B.cs", "namespace Shop; static class B { [PostgresListener(\"b\", \"x\")] internal static void On(Truncated change) { } }"),
            ("A.cs", "namespace Shop; static class A { [PostgresListener(\"a\", \"y\")] [PostgresListener(\"a\", \"X.z\", Name = \"z\")] internal static void On(Truncated change) { } }"),
        };

        Assert.Equal(new Project(files).Generate().Files, new Project([.. files.Reverse()]).Generate().Files);
    }

    [Fact]
    public void Readers_whose_names_differ_in_case_only_have_files_of_their_own()
    {
        var files = new Project("""
            namespace Shop;
            internal sealed record Order(int Id);
            internal sealed record ORDER(int Id);
            internal static class Listeners
            {
                [PostgresListener("a")] internal static void One(Change<Order> change) { }
                [PostgresListener("b")] internal static void Two(Change<ORDER> change) { }
            }
            """).Generate().Files;

        Assert.Equal(3, files.Keys.Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }

    [Fact]
    public void Line_ends_are_line_feeds() => Assert.All(
        new Project(Sources.Everything).Generate().Files, static file => Assert.DoesNotContain('\r', file.Value));

    [Fact]
    public void No_culture_shows()
    {
        var invariant = new Project(Sources.Everything).Generate().Files;
        var before = System.Globalization.CultureInfo.CurrentCulture;
        var other = (System.Globalization.CultureInfo)System.Globalization.CultureInfo.InvariantCulture.Clone();
        other.NumberFormat.NegativeSign = "minus";
        System.Globalization.CultureInfo.CurrentCulture = other;
        try
        {
            Assert.Equal(invariant, new Project(Sources.Everything).Generate().Files);
        }
        finally
        {
            System.Globalization.CultureInfo.CurrentCulture = before;
        }
    }

    private static Project Untyped() => new(("Json.cs", Sources.ShopJson), ("Untyped.cs", Sources.Untyped));
}
