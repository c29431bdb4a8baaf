using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using PostgresWorker.Generators.Parsing;
using PostgresWorker.Generators.Tests.Harness;

namespace PostgresWorker.Generators.Tests;

/// <summary>What the pipeline keeps of a compilation keeps none alive, and can be read when it was not before.</summary>
public sealed class DeclarationsTests
{
    private const string Listener = "namespace Shop; static class Listeners { [PostgresListener(\"orders\")] internal static void On(Truncated change)";

    [Fact]
    public void What_was_found_equal_is_read_from_the_newest_compilation()
    {
        var tree = CSharpSyntaxTree.ParseText("class Shop;", cancellationToken: TestContext.Current.CancellationToken);
        var kept = new Declarations(Compilation(tree));
        var newest = Compilation(tree);

        Assert.True(kept.Equals(new Declarations(newest)));
        Assert.Same(newest, kept.Compilation);
    }

    [Fact]
    public void A_run_that_failed_is_made_up_for_by_the_next()
    {
        var fails = true;
        var reading = new ListenerReading((method, compilation, report, cancellation) => fails
            ? throw new Unreadable()
            : ListenerReading.Default.Read(method, compilation, report, cancellation));
        var project = new Project(
            new ProjectOptions { Reading = reading },
            ("Listeners.cs", $"{Listener} {{ }} }}"));
        Assert.IsType<NotSupportedException>(Assert.Throws<InvalidOperationException>(() => project.Generate()).InnerException);

        fails = false;
        project.Put("Listeners.cs", $"{Listener} {{ _ = 1; }} }}");
        GC.Collect();

        Assert.Contains("Listeners.On", project.Generate().Files["PostgresWorkerModule.g.cs"], StringComparison.Ordinal);
    }

    [Fact]
    public void Another_project_is_not_kept()
    {
        var (declarations, project) = WithAnotherProject();

        GC.Collect();

        Assert.False(project.TryGetTarget(out _));
        Assert.False(declarations.Equals(WithAnotherProject().Declarations));
    }

    [Fact]
    public void Another_project_is_told_by_its_compilation()
    {
        var (one, other) = (Compilation(), Compilation());

        Assert.Equal(new DeclaredReference(one.ToMetadataReference()), new DeclaredReference(one.ToMetadataReference()));
        Assert.NotEqual(new DeclaredReference(one.ToMetadataReference()), new DeclaredReference(other.ToMetadataReference()));
        Assert.NotEqual(new DeclaredReference(one.ToMetadataReference()), new DeclaredReference(one.ToMetadataReference(["shop"])));
        Assert.NotEqual(new DeclaredReference(References.All[0]), new DeclaredReference(References.All[1]));
        Assert.NotEqual(new DeclaredReference(References.All[0]), new DeclaredReference(one.ToMetadataReference()));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (Declarations Declarations, WeakReference<Compilation> Project) WithAnotherProject()
    {
        var project = Compilation();
        var declarations = new Declarations(CSharpCompilation.Create("Shop", references: [project.ToMetadataReference()]));
        return (declarations, new WeakReference<Compilation>(project));
    }

    private static CSharpCompilation Compilation(params SyntaxTree[] trees) => CSharpCompilation.Create("Other", trees);

    // What is read by itself fails by itself; this fails the run, for its message is asked for.
    private sealed class Unreadable : Exception
    {
        public override string Message => throw new NotSupportedException();
    }
}
