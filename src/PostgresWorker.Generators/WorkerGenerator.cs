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
        var project = context.CompilationProvider
            .Combine(context.AnalyzerConfigOptionsProvider)
            .Select(static (facts, _) => ProjectParser.Parse(facts.Left, facts.Right.GlobalOptions))
            .WithTrackingName(WorkerGeneratorSteps.Project);

        var methods = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                ListenerParser.Attribute,
                static (_, _) => true,
                _reading.Read)
            .WithTrackingName(WorkerGeneratorSteps.Methods);

        var messages = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                MessageListenerParser.Attribute,
                static (_, _) => true,
                _reading.Read)
            .WithTrackingName(WorkerGeneratorSteps.Messages);

        var rows = methods
            .Collect()
            .Combine(project)
            .SelectMany(static (all, _) => ModuleModel.DistinctRows(all.Left, all.Right))
            .WithTrackingName(WorkerGeneratorSteps.Rows);

        var module = methods
            .Collect()
            .Combine(project)
            .Combine(messages.Collect())
            .Select(static (all, _) => ModuleModel.Create(all.Left.Left.Concat(all.Right), all.Left.Right))
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
