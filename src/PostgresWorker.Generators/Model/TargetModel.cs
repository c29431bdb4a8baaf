namespace PostgresWorker.Generators.Model;

/// <summary>The method that a route calls.</summary>
/// <param name="DisplayName">The method for people: <c>Shop.OrderListeners.OnOrder</c>.</param>
/// <param name="Type">The class, as written in generated code.</param>
/// <param name="Method">The method's name, as written in generated code.</param>
/// <param name="IsStatic">Whether no instance is needed.</param>
/// <param name="Returns">What the method returns.</param>
/// <param name="Change">The first parameter.</param>
/// <param name="Arguments">The parameters after the first.</param>
/// <param name="Batch">How changes are gathered; null where the method is called for each.</param>
/// <param name="Policy">When calls are made again, and how long one may take.</param>
internal sealed record TargetModel(
    string DisplayName,
    string Type,
    string Method,
    bool IsStatic,
    ReturnKind Returns,
    ChangeParameterModel Change,
    EquatableArray<ArgumentModel> Arguments,
    BatchModel? Batch,
    PolicyModel Policy)
{
    public bool NeedsServices => !IsStatic || Arguments.Any(static argument => argument.Kind == ArgumentKind.Service);

    public bool NeedsTransaction => Arguments.Any(static argument => argument.Kind == ArgumentKind.Transaction);
}

internal enum ReturnKind
{
    Void,
    Task,
    ValueTask,
}
