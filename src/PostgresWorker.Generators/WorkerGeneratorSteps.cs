namespace PostgresWorker.Generators;

/// <summary>The names of the pipeline's steps, by which tests ask what an edit made run again.</summary>
public static class WorkerGeneratorSteps
{
    /// <summary>What the project declares, whatever its methods do.</summary>
    public const string Declarations = nameof(Declarations);

    /// <summary>What the compilation says about the project as a whole.</summary>
    public const string Project = nameof(Project);

    /// <summary>Each annotated method: its routes and its row type.</summary>
    public const string Methods = nameof(Methods);

    /// <summary>Each row type once, however many listeners take it.</summary>
    public const string Rows = nameof(Rows);

    /// <summary>All routes of the assembly.</summary>
    public const string Module = nameof(Module);
}
