using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using PostgresWorker.Generators.Parsing;
using PostgresWorker.Generators.Tests.Harness;

namespace PostgresWorker.Generators.Tests;

/// <summary>What the pipeline keeps of a compilation keeps none alive, and can be read when it was not before.</summary>
public sealed class DeclarationsTests
{
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
}
