using Microsoft.CodeAnalysis.CSharp;
using PostgresWorker.Generators.Tests.Harness;

namespace PostgresWorker.Generators.Tests.Diagnostics;

public sealed class PGW3001Tests
{
    [Theory]
    [InlineData("_ = Work.Number().{|PGW3001:Result|};")]
    [InlineData("_ = Work.Value().{|PGW3001:Result|};")]
    [InlineData("Work.Do().{|PGW3001:Wait|}();")]
    [InlineData("Work.Do().{|PGW3001:Wait|}(1000, cancellation);")]
    [InlineData("Work.Do().GetAwaiter().{|PGW3001:GetResult|}();")]
    [InlineData("_ = Work.Number().ConfigureAwait(false).GetAwaiter().{|PGW3001:GetResult|}();")]
    [InlineData("_ = Work.Value().GetAwaiter().{|PGW3001:GetResult|}();")]
    [InlineData("Task.{|PGW3001:WaitAll|}(Work.Do(), Work.Do());")]
    [InlineData("_ = Task.{|PGW3001:WaitAny|}(Work.Do());")]
    [InlineData("Thread.{|PGW3001:Sleep|}(10);")]
    [InlineData("var task = Work.Number(); Action late = () => Console.Write(task.{|PGW3001:Result|}); late();")]
    [InlineData("Inner(); void Inner() => Work.Do().{|PGW3001:Wait|}();")]
    [InlineData("var task = Work.Number(); if (change is null) { await task; } _ = task.{|PGW3001:Result|};")]
    [InlineData("var task = Work.Number(); if (!task.IsCompleted) { _ = task.{|PGW3001:Result|}; }")]
    [InlineData("Task<int>? task = Work.Number(); _ = task?.{|PGW3001:Result|};")]
    [InlineData("var (work, other) = (Work.Number(), Work.Do()); await Task.WhenAny(work, other); _ = work.{|PGW3001:Result|};")]
    [InlineData("var (work, other) = (Work.Number(), Work.Number()); var first = await Task.WhenAny(work, other); _ = first.Result + work.{|PGW3001:Result|};")]
    [InlineData("var task = Work.Number(); await Task.Run(async () => await task); _ = task.{|PGW3001:Result|};")]
    [InlineData("var tasks = new[] { Work.Number() }; _ = tasks.Sum(task => task.{|PGW3001:Result|}) + tasks[0].{|PGW3001:Result|}; await Task.WhenAll(tasks);")]
    [InlineData("var tasks = new[] { Work.Number() }; await Task.WhenAny(tasks); foreach (var task in tasks) { _ = task.{|PGW3001:Result|}; }")]
    [InlineData("var tasks = new[] { 1 }.Select(_ => Work.Number()); await Task.WhenAll(tasks); _ = tasks.Sum(task => task.{|PGW3001:Result|});")]
    public void What_holds_the_thread(string statement) => Expect(statement);

    [Theory]
    [InlineData("_ = await Work.Number();")]
    [InlineData("_ = new Other().Result; new Other().Wait(); Other.Sleep(5); _ = new Other().GetAwaiter().GetResult();")]
    [InlineData("Thread.Sleep(0); _ = Work.Do().Wait(0);")]
    [InlineData("var task = Work.Number(); await task; _ = task.Result;")]
    [InlineData("var (a, b) = (Work.Number(), Work.Number()); await Task.WhenAll(a, b); if (a.Result > 0) { _ = b.Result + b.GetAwaiter().GetResult(); }")]
    [InlineData("var task = Work.Value(); if (task.IsCompletedSuccessfully) { _ = task.Result; }")]
    [InlineData("var task = Work.Value(); _ = task.IsCompletedSuccessfully ? task.Result : await task;")]
    [InlineData("var task = Work.Number(); await task.WaitAsync(cancellation).ConfigureAwait(false); _ = task.Result;")]
    [InlineData("var (a, b) = (Work.Value(), Work.Number()); await Task.WhenAll(new[] { a.AsTask(), b }); _ = b.Result;")]
    [InlineData("var tasks = new[] { Work.Number() }; await Task.WhenAll(tasks); _ = tasks.Sum(task => task.Result) + tasks[0].Result;")]
    [InlineData("var tasks = new List<Task<int>>(); await Task.WhenAll(tasks).ConfigureAwait(false); foreach (var task in tasks) { _ = task.Result + tasks[0].GetAwaiter().GetResult(); }")]
    [InlineData("var first = await Task.WhenAny(Work.Number(), Work.Number()); _ = first.Result;")]
    [InlineData("Task<int> first; first = await Task.WhenAny(Work.Number()).ConfigureAwait(false); _ = first.Result + (await Task.WhenAny(first)).Result;")]
    [InlineData("await foreach (var task in Task.WhenEach(Work.Number(), Work.Number())) { _ = task.Result; }")]
    [InlineData("await Work.Number().ContinueWith(task => task.Result, TaskScheduler.Default);")]
    public void What_does_not(string statement) => Expect(statement);

    [Fact]
    public void Nor_where_the_tasks_are_handed_over_as_a_span() =>
        Shop("var (a, b) = (Work.Number(), Work.Number()); await Task.WhenAll(a, b); _ = a.Result + b.Result;", LanguageVersion.CSharp13).ExpectMarkedDiagnostics();

    [Fact]
    public void Not_where_there_is_no_listener() => new Project("""
        namespace Shop;
        public static class Program { public static void Main() => Task.Delay(1).Wait(); }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void In_a_listener_that_returns_nothing_and_in_one_that_is_an_expression() => new Project("""
        namespace Shop;
        public static class Listeners
        {
            [PostgresListener("orders")] public static void On(Truncated change) => Task.Delay(1).{|PGW3001:Wait|}();
            [PostgresListener("others")] public static void Other(Truncated change) { Thread.{|PGW3001:Sleep|}(5); }
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void In_a_listener_of_messages() => new Project("""
        namespace Shop;
        public static class Listeners
        {
            [PostgresMessage("audit")] public static void On(LogicalMessage message) => Thread.{|PGW3001:Sleep|}(5);
        }
        """).ExpectMarkedDiagnostics();

    [Fact]
    public void It_says_what_and_what_instead() => Assert.Equal(
        "'Task<int>.Result' makes listener 'On' hold a thread of the pool while it waits, which other changes then lack; await it instead",
        Shop("_ = Work.Number().Result;").Message());

    private static void Expect(string statement) => Shop(statement).ExpectMarkedDiagnostics();

    private static Project Shop(string statement, LanguageVersion language = LanguageVersion.CSharp12) => new(new ProjectOptions { Language = language }, ("Listeners.cs", $$"""
        using System.Linq;
        namespace Shop;
        public static class Work
        {
            public static Task Do() => Task.CompletedTask;
            public static Task<int> Number() => Task.FromResult(1);
            public static ValueTask<int> Value() => new(1);
        }
        public sealed class Other
        {
            public int Result => 1;
            public void Wait() { }
            public Other GetAwaiter() => this;
            public int GetResult() => 1;
            public static void Sleep(int much) { }
        }
        public static class Listeners
        {
            [PostgresListener("orders")]
            public static async Task On(Truncated change, CancellationToken cancellation)
            {
                await Task.Yield();
                {{statement}}
            }
        }
        """));
}
