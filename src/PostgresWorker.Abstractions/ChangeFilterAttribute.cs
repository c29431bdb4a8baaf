namespace PostgresWorker;

/// <summary>
/// Puts a filter around every call of a listener, or of all listeners of a class and of those that derive from it. In order of declaration, the first outermost; a class's stand outside its methods', and
/// those of <c>worker.AddFilter&lt;T&gt;()</c> outside all.
/// </summary>
/// <typeparam name="TFilter">The filter. A class is registered as a scoped service unless it is registered already; an interface must be.</typeparam>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true)]
public sealed class ChangeFilterAttribute<TFilter> : Attribute
    where TFilter : class, IChangeFilter;
