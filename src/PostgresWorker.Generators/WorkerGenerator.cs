using Microsoft.CodeAnalysis;
using PostgresWorker.Generators.Emission;
using PostgresWorker.Generators.Model;
using PostgresWorker.Generators.Parsing;

namespace PostgresWorker.Generators;

/// <summary>
/// Writes the listeners' module and one reader for each row type. It never reports: <see cref="Diagnostics.ListenerAnalyzer"/> does,
/// with the same parser, and what it objects to is left out here.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class WorkerGenerator : IIncrementalGenerator
{
    private readonly ListenerReading _reading;

    /// <summary>The generator that the compiler makes.</summary>
    public WorkerGenerator()
        : this(ListenerReading.Default)
    {
    }

    internal WorkerGenerator(ListenerReading reading) => _reading = reading;

    /// <inheritdoc />
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var declarations = context.CompilationProvider
            .Select(static (compilation, _) => new Declarations(compilation))
            .WithTrackingName(WorkerGeneratorSteps.Declarations);

        var project = declarations
            .Select(static (declarations, _) => ProjectParser.Parse(declarations.Compilation))
            .Combine(context.AnalyzerConfigOptionsProvider)
            .Select(static (facts, _) => ProjectParser.Named(facts.Left, facts.Right.GlobalOptions))
            .WithTrackingName(WorkerGeneratorSteps.Project);

        var methods = declarations
            .SelectMany(_reading.ReadAll)
            .WithTrackingName(WorkerGeneratorSteps.Methods);

        var rows = methods
            .Collect()
            .Combine(project)
            .SelectMany(static (all, _) => ModuleModel.DistinctRows(all.Left, all.Right))
            .WithTrackingName(WorkerGeneratorSteps.Rows);

        var module = methods
            .Collect()
            .Combine(project)
            .Select(static (all, _) => ModuleModel.Create(all.Left, all.Right))
            .WithTrackingName(WorkerGeneratorSteps.Module);

        context.RegisterPostInitializationOutput(static output => output.AddEmbeddedAttributeDefinition());
        context.RegisterSourceOutput(rows, static (output, row) => output.AddSource(row.HintName, RowReaderEmitter.Emit(row)));
        context.RegisterSourceOutput(module, static (output, module) =>
        {
            if (module is not null)
            {
                output.AddSource(ModuleEmitter.HintName, ModuleEmitter.Emit(module));
            }
        });
    }
}
