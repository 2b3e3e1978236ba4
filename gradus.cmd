@echo off
rem What ./gradus does, on Windows: builds Gradus on first use and runs it (jvm\Launch.java).
setlocal
set "java=java"
if defined JAVA_HOME set "java=%JAVA_HOME%\bin\java"
"%java%" "%~dp0jvm\Launch.java" %*
exit /b %ERRORLEVEL%
