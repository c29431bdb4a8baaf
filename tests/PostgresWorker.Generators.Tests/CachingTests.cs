using Microsoft.CodeAnalysis;
using PostgresWorker.Generators.Tests.Harness;

namespace PostgresWorker.Generators.Tests;

public sealed class CachingTests
{
    private static readonly string[] Steps = [WorkerGeneratorSteps.Project, WorkerGeneratorSteps.Methods, WorkerGeneratorSteps.Rows, WorkerGeneratorSteps.Module];

    private static Project Shop() => new Project(
        ("Order.cs", Sources.Order),
        ("OrderListeners.cs", Sources.OrderListeners),
        ("Customers.cs", """
            namespace Shop;
            public sealed record Customer(long Id, string Name);
            public static class CustomerListeners
            {
                [PostgresListener("shop", "customers")]
                public static void OnCustomer(Inserted<Customer> change) { }
            }
            """),
        ("Messages.cs", """
            namespace Shop;
            public static class Messages
            {
                [PostgresMessage("shop", "audit")]
                public static void OnAudit(LogicalMessage message) { }
            }
            """),
        ("Other.cs", "namespace Shop; public static class Other { public static int One => 1; }")).Generate();

    [Theory]
    [InlineData("Other.cs", "=> 1", "=> 2")]
    [InlineData("Other.cs", "public static class Other", "/// <summary>About it.</summary>\npublic static class Other")]
    [InlineData("OrderListeners.cs", "_ => Task.CompletedTask", "/* typing */ _ => Task.CompletedTask")]
    [InlineData("OrderListeners.cs", "public interface IMailer {", "public interface IMailer { Task More();")]
    [InlineData("Order.cs", "record Order(", "record   Order(")]
    public void Typing_that_means_nothing_here_generates_nothing_anew(string file, string find, string replace)
    {
        var project = Shop().Edit(file, find, replace);

        Assert.All(project.OutputReasons, static reason => Assert.Equal(IncrementalStepRunReason.Cached, reason));
        Assert.All(Steps.SelectMany(project.Reasons), static reason =>
            Assert.Contains(reason, new[] { IncrementalStepRunReason.Cached, IncrementalStepRunReason.Unchanged }));
    }

    [Fact]
    public void A_new_column_in_another_file_writes_that_rows_reader_anew_and_nothing_else()
    {
        var before = Shop();
        var (module, customer) = (before.Files["PostgresWorkerModule.g.cs"], before.Files["Shop.CustomerRowReader.g.cs"]);

        var after = before.Edit("Order.cs", "string? Note", "string? Note, bool Paid");

        Assert.Contains("\"paid\"", after.Files["Shop.OrderRowReader.g.cs"], StringComparison.Ordinal);
        Assert.Equal(module, after.Files["PostgresWorkerModule.g.cs"]);
        Assert.Equal(customer, after.Files["Shop.CustomerRowReader.g.cs"]);
        Assert.Single(after.Reasons(WorkerGeneratorSteps.Rows), IncrementalStepRunReason.Modified);
        Assert.Single(after.OutputReasons, IncrementalStepRunReason.Modified);
    }

    [Fact]
    public void A_new_field_of_a_composite_writes_its_reader_anew_and_nothing_else()
    {
        var before = new Project(
            ("Row.cs", """
                namespace Shop;
                public sealed record Row(long Id, Place[] Places);
                public static class Listeners { [PostgresListener("rows")] public static void On(Change<Row> change) { } }
                """),
            ("Place.cs", "namespace Shop; [PostgresComposite] public sealed record Place(string Name);")).Generate();

        var after = before.Edit("Place.cs", "string Name", "string Name, int Number");

        Assert.Contains("\"number\"", after.Files["Shop.PlaceRowReader.g.cs"], StringComparison.Ordinal);
        Assert.Single(after.OutputReasons, IncrementalStepRunReason.Modified);
    }

    [Fact]
    public void A_new_label_in_another_file_is_seen() =>
        Assert.Contains(
            "\"cancelled\"u8",
            Shop().Edit("Order.cs", "{ Placed, Shipped }", "{ Placed, Shipped, Cancelled }").Files["Shop.OrderRowReader.g.cs"],
            StringComparison.Ordinal);

    [Fact]
    public void A_new_listener_of_a_known_row_writes_the_module_anew_and_nothing_else()
    {
        var after = Shop().Edit(
            "Customers.cs",
            "public static class CustomerListeners\n{",
            "public static class CustomerListeners\n{\n[PostgresListener(\"shop\", \"customers\")] public static void Left(Deleted<Customer> change) { }");

        Assert.Contains("CustomerListeners.Left", after.Files["PostgresWorkerModule.g.cs"], StringComparison.Ordinal);
        Assert.Equal(IncrementalStepRunReason.Modified, Assert.Single(after.Reasons(WorkerGeneratorSteps.Module)));
        Assert.Single(after.OutputReasons, IncrementalStepRunReason.Modified);
        Assert.All(after.Reasons(WorkerGeneratorSteps.Rows), static reason =>
            Assert.Contains(reason, new[] { IncrementalStepRunReason.Cached, IncrementalStepRunReason.Unchanged }));
    }

    [Fact]
    public void Another_prefix_writes_the_module_anew_and_nothing_else()
    {
        var after = Shop().Edit("Messages.cs", "\"audit\"", "\"trail\"");

        Assert.Contains("\"trail\"", after.Files["PostgresWorkerModule.g.cs"], StringComparison.Ordinal);
        Assert.Single(after.OutputReasons, IncrementalStepRunReason.Modified);
        Assert.Single(after.Reasons(WorkerGeneratorSteps.Methods), IncrementalStepRunReason.Modified);
    }

    [Fact]
    public void A_listener_that_goes_takes_its_row_along()
    {
        var after = Shop().Edit("Customers.cs", "[PostgresListener(\"shop\", \"customers\")]", "");

        Assert.Equal(["PostgresWorkerModule.g.cs", "Shop.OrderRowReader.g.cs"], after.Files.Keys.Order(StringComparer.Ordinal));
    }
}
