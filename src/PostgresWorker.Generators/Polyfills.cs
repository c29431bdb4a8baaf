#pragma warning disable MA0182 // The compiler uses it for 'init' and records, which netstandard2.0 has not.
namespace System.Runtime.CompilerServices;

internal static class IsExternalInit;
