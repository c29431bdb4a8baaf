namespace PostgresWorker;

/// <summary>A <see cref="LogicalMessage"/> whose content is JSON, read into <typeparamref name="T"/>.</summary>
/// <typeparam name="T">What the content is, as the listener's <c>Json</c> context knows it.</typeparam>
/// <param name="prefix">The prefix that the writer gave.</param>
/// <param name="value">What the content says.</param>
/// <param name="isTransactional">Whether it is part of a transaction.</param>
/// <param name="context">Where and when.</param>
public sealed class LogicalMessage<T>(string prefix, T value, bool isTransactional, ChangeContext context) : Change(context)
{
    /// <summary>The prefix that the writer gave, by which listeners ask for messages.</summary>
    public string Prefix { get; } = prefix;

    /// <summary>What the content says.</summary>
    public T Value { get; } = value;

    /// <inheritdoc cref="LogicalMessage.IsTransactional" />
    public bool IsTransactional { get; } = isTransactional;

    /// <inheritdoc />
    public override string Action => LogicalMessage.MessageAction;
}
